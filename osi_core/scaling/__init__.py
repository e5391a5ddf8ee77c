"""Phase 6, scaling (Skalierung): what works is rolled out widely, and everyone can see what came of taking part.

An initiative passes a gate before its first adoption; institutions enter the register of adoptions, a financing model
says how it lives on, readings of the mission's indicator show the effect, and a final report ends the mission. To whom
an initiative is rolled out, and in which order, is planned by strategy.
"""

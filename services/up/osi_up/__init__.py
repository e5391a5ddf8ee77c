"""`osi up`: a network of services on one machine, for trying it out and for developing.

`house` knows the folder that all lies in, `children` keeps processes running, `looking` asks them how they are,
`telling` shows it, and `supervising` puts these together. Nothing here is needed where services are operated.
"""

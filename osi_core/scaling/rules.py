"""The rules of phase 6: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.domain import STAFF, Phase, Role, Target, rule, stricter
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed
from osi_core.scaling import commands as c
from osi_core.scaling import conditions, decide
from osi_core.scaling import cooperation_conditions as cooperations

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
SUPPORT, CURATION, SCALING = Phase.SUPPORT, Phase.CURATION, Phase.SCALING
REPRESENTATIVE, ENGINE = Role.REPRESENTATIVE, Role.ENGINE
_FROM_SUPPORT = (SUPPORT, CURATION, SCALING)

# fmt: off
_OPENS = (strategy_is_installed, conditions.initiative_is_known, conditions.no_plan_is_under_way)
_ADOPTIONS = (conditions.initiative_is_known, conditions.adopter_is_registered, conditions.speaks_for_the_adopter,
              conditions.day_is_not_in_the_future, conditions.is_not_in_the_register)

RULES = (
    rule(c.OpenPlan, decide.open_plan, ANY, since=2, during=(SCALING,), by=STAFF,
         when=(*_OPENS, conditions.is_proven)),
    rule(c.RequestPlan, decide.request_plan, ANY, during=(SCALING,), by=STAFF,
         when=(conditions.initiative_is_known, conditions.plan_is_open, conditions.capacities_are_of_institutions,
               conditions.someone_might_adopt)),
    rule(c.RecordPlan, decide.record_plan, EXISTING, during=(SCALING,), by=(ENGINE,),
         when=(*BEFORE_RECORD, conditions.plan_names_the_candidates)),
    rule(c.RecordAdoption, decide.record_adoption, NEW, since=2, by=(REPRESENTATIVE, *STAFF),
         when=(*_ADOPTIONS, conditions.day_is_plausible, conditions.source_is_named)),
    rule(c.EndAdoption, decide.end_adoption, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(conditions.is_the_adopters_own, conditions.adoption_lasts)),
    rule(c.DeclareCooperation, decide.declare_cooperation, NEW, since=3, by=(REPRESENTATIVE,),
         when=(cooperations.owner_and_partner_are_known, cooperations.declares_for_the_own_institution,
               cooperations.solution_is_the_owners)),
    rule(c.EndCooperation, decide.end_cooperation, EXISTING, since=3, by=(REPRESENTATIVE, *STAFF),
         when=(cooperations.cooperation_lasts, cooperations.ends_as_one_of_both)),
    *stricter(
        rule(c.SetFinancingModel, decide.set_financing_model, ANY, during=_FROM_SUPPORT,
             when=(conditions.initiative_is_known, conditions.speaks_for_the_initiative,
                   conditions.cost_is_not_negative)),
        conditions.is_a_speaker_or_organises, since=2),
    rule(c.RecordReading, decide.record_reading, ANY, since=2, by=STAFF,
         when=(conditions.day_is_not_in_the_future, conditions.day_is_of_the_mission)),
    rule(c.PublishFinalReport, decide.publish_final_report, NEW, during=(SCALING,), by=STAFF),

    # What held before: logs that were written under it are judged by it for ever.
    rule(c.OpenPlan, decide.open_plan, ANY, until=1, during=(SCALING,), by=STAFF, when=_OPENS),
    rule(c.RecordAdoption, decide.record_adoption, NEW, until=1, during=(SCALING,), by=(REPRESENTATIVE, *STAFF),
         when=(*_ADOPTIONS, conditions.passes_the_gate)),
    rule(c.RecordReading, decide.record_reading, ANY, until=1, by=STAFF,
         when=(conditions.day_is_not_in_the_future,)),
)
# fmt: on

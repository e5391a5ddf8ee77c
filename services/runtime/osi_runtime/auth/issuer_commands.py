"""What `osi issuer` and `osi token ...` do: keys and tokens for a laptop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit
from osi_core.domain import Service
from osi_runtime.auth.issuer import DEVELOPMENT_ISSUER, PORT, DevelopmentIssuer, key_server
from osi_runtime.auth.key_folder import KeyFolder
from osi_runtime.auth.minting import Minted
from osi_runtime.auth.refused import AuthError
from osi_runtime.auth.settings import AUDIENCE, MISSION_SECONDS

_LONGEST_MINUTES = 24 * 60

KeysOption = Annotated[Path, Parameter(help="opt.keys", metavar="DIR")]
IssuerOption = Annotated[str, Parameter(help="opt.issuer", metavar="URL")]
AudienceOption = Annotated[str, Parameter(help="opt.audience")]
MinutesOption = Annotated[int, Parameter(help="opt.minutes")]
DEFAULT_KEYS = Path("osi-keys")


def issuer(
    session: Session,
    *,
    keys: KeysOption = DEFAULT_KEYS,
    port: Annotated[int, Parameter(help="opt.port")] = PORT,
    issuer: IssuerOption = DEVELOPMENT_ISSUER,
    new_key: Annotated[bool, Flag, Parameter(help="opt.new_key")] = False,
    serve: Annotated[bool, Parameter(help="opt.serve")] = True,
) -> int:
    """Makes keys where there are none, and serves the public ones on the loopback address."""
    folder = KeyFolder(keys)
    try:
        key = folder.make_key() if new_key else folder.or_new_key()
    except AuthError as error:
        raise _stop(session, error) from error
    if not serve:
        session.line(str(folder.key_set))
        return 0
    try:
        server = key_server(folder, port, issuer)
    except OSError as error:
        raise session.stop(Exit.CANNOT, "issuer.port", port=str(port), said=error.strerror or str(error)) from error
    with server:
        address = f"http://127.0.0.1:{server.server_port}/{folder.key_set.name}"
        session.show(session.say("issuer.serves", issuer=issuer, file=folder.key_set, address=address, kid=key.kid))
        session.out.file.flush()
        server.serve_forever()
    return 0


def person(
    session: Session,
    *,
    mission: Annotated[str | None, Parameter(help="opt.token_mission", metavar="ID")] = None,
    participant: Annotated[str | None, Parameter(help="opt.participant", metavar="ID")] = None,
    subject: Annotated[str | None, Parameter(help="opt.subject")] = None,
    keys: KeysOption = DEFAULT_KEYS,
    issuer: IssuerOption = DEVELOPMENT_ISSUER,
    audience: AudienceOption = AUDIENCE,
    minutes: MinutesOption = MISSION_SECONDS // 60,
) -> int:
    """The token of a participant in a mission, or of a person who has yet to exchange it."""
    signer = _signer(session, keys, issuer, audience)
    if mission is not None and participant is not None and subject is None:
        return _print(session, signer.participant(mission, participant, _seconds(session, minutes, MISSION_SECONDS)))
    if subject is None or mission is not None or participant is not None:
        raise session.stop(Exit.USAGE, "token.whose")
    return _print(session, signer.person(subject, _seconds(session, minutes)))


def operator(
    session: Session,
    *,
    organisation: Annotated[tuple[str, ...], Parameter(help="opt.organisation", negative="", metavar="ID")],
    subject: Annotated[str, Parameter(help="opt.subject")] = "operator",
    keys: KeysOption = DEFAULT_KEYS,
    issuer: IssuerOption = DEVELOPMENT_ISSUER,
    audience: AudienceOption = AUDIENCE,
    minutes: MinutesOption = 60,
) -> int:
    """The token of whoever runs the software for some organisations."""
    signer = _signer(session, keys, issuer, audience)
    return _print(session, signer.operator(organisation, subject, _seconds(session, minutes)))


def peer(
    session: Session,
    *,
    service: Annotated[Service, Parameter(help="opt.service")],
    chain: Annotated[tuple[str, ...], Parameter(help="opt.chain", negative="", metavar="NAME")],
    organisation: Annotated[tuple[str, ...], Parameter(help="opt.organisation", negative="", metavar="ID")],
    keys: KeysOption = DEFAULT_KEYS,
    issuer: IssuerOption = DEVELOPMENT_ISSUER,
    audience: AudienceOption = AUDIENCE,
    minutes: MinutesOption = 60,
) -> int:
    """The token of another service."""
    signer = _signer(session, keys, issuer, audience)
    return _print(session, signer.peer(service, chain, organisation, _seconds(session, minutes)))


def _signer(session: Session, keys: Path, issuer: str, audience: str) -> DevelopmentIssuer:
    try:
        return DevelopmentIssuer(KeyFolder(keys), issuer, audience)
    except AuthError as error:
        raise _stop(session, error) from error


def _seconds(session: Session, minutes: int, longest: int = _LONGEST_MINUTES * 60) -> int:
    if not 0 < minutes <= longest // 60:
        raise session.stop(Exit.USAGE, "token.minutes", most=longest // 60)
    return minutes * 60


def _print(session: Session, minted: Minted) -> int:
    if session.json:
        session.emit({"token": minted.token, "ends": minted.ends.isoformat()})
    else:
        session.line(minted.token)
    return 0


def _stop(session: Session, error: AuthError) -> Exception:
    return Stop(Exit.CANNOT, session.tell(error.message))

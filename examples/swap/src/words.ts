// Sentences for people, by code and language. A code without words of its own is told by its name.

export type Values = Record<string, string | number>;

type Pair = [english: string, german: string];

const SENTENCES: Record<string, Pair> = {
  internal: ["Something went wrong here.", "Hier ist etwas schiefgegangen."],
  "not-found": ["{name} is not there.", "{name} gibt es nicht."],
  "mission-unknown": ["{name} is not served here.", "{name} wird hier nicht bedient."],
  unauthenticated: ["The token proves nothing.", "Das Token beweist nichts."],
  "token-missing": ["A token is needed for this.", "Dafür braucht es ein Token."],
  "token-not-for-this": ["This token is not for this.", "Dieses Token gilt hierfür nicht."],
  "fund-too-small": [
    "{fund} has {free} left, and {budget} are asked for.",
    "{fund} hat noch {free}, gewünscht sind {budget}.",
  ],
  "role-missing": ["This takes the role {roles}.", "Dafür braucht es die Rolle {roles}."],
  "phase-not-open": ["The phase {phases} is not open.", "Die Phase {phases} ist nicht offen."],
  "no-confirmed-mandate": [
    "Only a confirmed representative of {institution} may do this.",
    "Das darf nur, wer {institution} bestätigt vertritt.",
  ],
  "deadline-too-early": ["{moment} is not behind {before}.", "{moment} liegt nicht nach {before}."],
  "second-person-missing": [
    "A second person has to propose {amount}.",
    "{amount} muss eine zweite Person vorschlagen.",
  ],
  "amount-too-high": ["{amount} is more than {most}.", "{amount} ist mehr als {most}."],
  "money-fraction": [
    "A fraction of the smallest unit is no amount.",
    "Bruchteile der kleinsten Einheit gibt es nicht.",
  ],
  "version-moved": ["It has moved on to version {version}.", "Es ist inzwischen in Version {version}."],
  "command-id-reused": ["Another request had this id.", "Diese Kennung hatte eine andere Anfrage."],
  "already-exists": ["{name} is there already.", "{name} gibt es schon."],
  "receipt-unknown": ["Nobody here knows this receipt.", "Diese Quittung kennt hier niemand."],
  "receipt-malformed": ["This is no code of a receipt.", "Das ist kein Quittungscode."],
  "receipt-elsewhere": [
    "{chain} of {service} answers for this code.",
    "Für diesen Code antwortet {chain} von {service}.",
  ],
  "due.decision": ["The result is due.", "Das Ergebnis steht aus."],
  "due.applications": ["Applications end.", "Die Antragsfrist endet."],
  "due.grant-round": ["Ballots end.", "Die Abstimmung endet."],
  "due.grant-accepted": ["The team has to accept.", "Das Team muss annehmen."],
  "going-on": ["It goes on.", "Es geht weiter."],
  ended: ["It has ended.", "Es ist zu Ende."],
  "score-order.funded": ["Funded: {amount}, with {score} points.", "Gefördert: {amount}, mit {score} Punkten."],
  "score-order.not-funded": ["Not funded, with {score} points.", "Nicht gefördert, mit {score} Punkten."],
  "funding.applied": ["An application was made.", "Ein Antrag wurde gestellt."],
  "funding.ballots_cast": ["A ballot was cast.", "Ein Stimmzettel wurde abgegeben."],
  "funding.round_closed": ["The round was closed.", "Die Runde wurde geschlossen."],
  "funding.round_decided": ["The round was decided.", "Die Runde wurde entschieden."],
  "funding.round_cancelled": ["The round was cancelled.", "Die Runde wurde abgesagt."],
  "funding.awarded": ["It was awarded {amount}.", "Es wurden {amount} zugesagt."],
  "funding.declined": ["It gets nothing.", "Es bekommt nichts."],
  "funding.accepted": ["The team accepted.", "Das Team hat angenommen."],
  "funding.lapsed": ["Nobody accepted in time.", "Niemand hat rechtzeitig angenommen."],
  "funding.move_proposed": ["Moving {amount} was proposed.", "{amount} zu bewegen wurde vorgeschlagen."],
  "funding.paid": ["{amount} were paid.", "{amount} wurden ausgezahlt."],
  "funding.returned": ["{amount} came back.", "{amount} kamen zurück."],
  "funding.write_off_proposed": ["Writing off {amount} was proposed.", "{amount} abzuschreiben wurde vorgeschlagen."],
  "funding.written_off": ["{amount} were written off.", "{amount} wurden abgeschrieben."],
  "funding.write_off_undone": ["{amount} count as paid again.", "{amount} gelten wieder als ausgezahlt."],
};
const OTHER: Pair = ["Refused: {code}.", "Abgelehnt: {code}."];

export function say(code: string, values: Values, language: string): string {
  const sentence = (SENTENCES[code.replace(/^step\./, "")] ?? OTHER)[language === "de" ? 1 : 0];
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(name === "code" ? code : (values[name] ?? "?")));
}

/** The language of a caller, of those that there are: the most wanted one of `accept-language`, else English. */
export function languageOf(accepted: string): "de" | "en" {
  const wanted = accepted.split(",").map((part, place) => {
    const [tag, ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((one) => /^\s*q=([0-9.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
    return { tag: tag.split("-")[0], weight: Number(weight ?? 1), place };
  });
  wanted.sort((one, other) => other.weight - one.weight || one.place - other.place);
  return wanted.find((one) => one.weight > 0 && (one.tag === "de" || one.tag === "en"))?.tag === "de" ? "de" : "en";
}

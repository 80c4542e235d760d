namespace Adit.Diagnosis.Scenarios;

/// <summary>Scenarios that nobody at one place can tell apart.</summary>
/// <param name="Name">Its name, such as <c>refused-port</c>; a scenario's id where that scenario stands alone.</param>
/// <param name="Title">What is seen, in a few words.</param>
/// <param name="Place">Where.</param>
/// <param name="Proofs">What points to the whole group; at the server its scenarios have their own.</param>
/// <param name="Reason">Why they cannot be told apart.</param>
/// <param name="Members">The scenarios, by id.</param>
public sealed record ScenarioGroup(
    string Name,
    string Title,
    ScenarioPlace Place,
    IReadOnlyList<Proof> Proofs,
    string Reason,
    IReadOnlyList<Scenario> Members);

namespace Adit.Diagnosis.Scenarios;

/// <summary>One way in which remote access is known to go wrong: an entry of <c>docs/failures/scenarios</c>.</summary>
/// <param name="Id">Its id, such as <c>A22</c>; never changes its meaning.</param>
/// <param name="Symptom">What is seen, in a few words.</param>
/// <param name="Effect">What it does to the user.</param>
/// <param name="Codes">What a Windows client shows, the likeliest first; empty where it shows none.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="ClientGroup">The group that it belongs to at the client.</param>
/// <param name="ServerGroup">The group that it belongs to at the server; often its own id, as it stands alone there.</param>
/// <param name="Proofs">What points to it at the server.</param>
/// <param name="WaitsFor">What Adit does not speak yet and this needs, such as <c>IKEv2</c>; null where it can happen with Adit.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Evidence">What proves it.</param>
/// <param name="Remedy">What to do, in order; at least one step.</param>
public sealed record Scenario(
    string Id,
    string Symptom,
    ScenarioEffect Effect,
    IReadOnlyList<ShownCode> Codes,
    FailureSide Side,
    string ClientGroup,
    string ServerGroup,
    IReadOnlyList<Proof> Proofs,
    string? WaitsFor,
    string Cause,
    string Evidence,
    IReadOnlyList<string> Remedy)
{
    /// <summary>The group that it belongs to at a place.</summary>
    public string GroupAt(ScenarioPlace place) => place is ScenarioPlace.Client ? ClientGroup : ServerGroup;
}

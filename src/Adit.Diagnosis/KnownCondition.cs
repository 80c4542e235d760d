using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis;

/// <summary>A fault of somebody else's product that is known to look like a failure of remote access.</summary>
/// <param name="Id">Its name, such as <c>tls-inspection</c>.</param>
/// <param name="Side">Where it is.</param>
/// <param name="Proofs">As what it comes out: codes of ours, or of Windows in the form that Windows shows, with facts that must stand beside them.</param>
/// <param name="Scenarios">The scenarios that it is easily taken for, by id.</param>
/// <param name="What">What is wrong, as a sentence without its full stop.</param>
/// <param name="Evidence">How to tell.</param>
/// <param name="Remedy">What to do.</param>
public sealed record KnownCondition(
    string Id, FailureSide Side, IReadOnlyList<Proof> Proofs, IReadOnlyList<string> Scenarios, string What, string Evidence, string Remedy)
{
    /// <summary>The codes as which it comes out.</summary>
    public IEnumerable<string> Codes => Proofs.Select(proof => proof.Code).Distinct(StringComparer.OrdinalIgnoreCase);
}

namespace Adit.Diagnosis;

/// <summary>What the catalogue says of one code: its page under <c>docs/failures</c>, read.</summary>
/// <param name="Code">The code of our failure (<c>PPP-301</c>), or the number by which Windows names it (<c>853</c>, <c>0x800B0101</c>).</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Windows">The code that a Windows client shows; null where it shows none.</param>
/// <param name="WindowsSource">How far <paramref name="Windows"/> may be relied on; null where there is none.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Evidence">What tells it from its neighbours.</param>
/// <param name="Remedy">What to do, in order; at least one step.</param>
public sealed record FailureEntry(
    string Code,
    string Title,
    FailureSide Side,
    WindowsCode? Windows,
    WindowsCodeSource? WindowsSource,
    string Cause,
    string Evidence,
    IReadOnlyList<string> Remedy);

namespace Adit.Diagnosis;

/// <summary>A reason by which a Windows policy server refuses or drops a request, as its event 6273 numbers it.</summary>
/// <param name="Number">The reason code.</param>
/// <param name="Name">What it is called here: <c>no-such-user</c>.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Symbol">The Windows error that has the same meaning; null where there is none. Concluded, not documented.</param>
public sealed record NpsReason(int Number, string Name, string Meaning, string? Symbol)
{
    /// <summary>The code under which a page of ours explains it, where there is one: <c>NPS-008</c>.</summary>
    public string Code => $"NPS-{Number:000}";
}

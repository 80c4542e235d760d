namespace Adit.Cli;

/// <summary>What <c>adit demo</c> was asked for.</summary>
/// <param name="Json">Whether the steps are printed as JSON lines.</param>
/// <param name="Part">The part to play inside the demonstration; null to give it.</param>
/// <param name="Failures">Whether calls that fail are shown, rather than one that succeeds.</param>
internal sealed record DemoOptions(bool Json, DemoPart? Part, bool Failures = false);

/// <summary>Parts that the demonstration has played by processes of its own, since a process has one network.</summary>
internal enum DemoPart
{
    /// <summary>The web server in the intranet.</summary>
    Site,

    /// <summary>The person at the client's computer, who opens pages and moves files.</summary>
    Visitor,
}

namespace Adit.Protocols.Calls.Recording;

/// <summary>How a replay ended.</summary>
/// <param name="Stage">How far the replayed call came.</param>
/// <param name="FailureCode">Why it ended; null where it did not, or as wished.</param>
/// <param name="Inputs">How often it was told something.</param>
/// <param name="Elapsed">The virtual time that passed.</param>
/// <param name="IsCut">Whether the recording says nothing of the call's end.</param>
/// <param name="Difference">Where it first did something else than is recorded; null where it did the same.</param>
public sealed record ReplayOutcome(CallStage Stage, string? FailureCode, int Inputs, TimeSpan Elapsed, bool IsCut, ReplayDifference? Difference);

/// <summary>Where a replay does something else than is recorded.</summary>
/// <param name="Line">The recording's line, from 1; null behind its last.</param>
/// <param name="Recorded">What the call did then.</param>
/// <param name="Replayed">What it does now.</param>
public sealed record ReplayDifference(int? Line, string Recorded, string Replayed);

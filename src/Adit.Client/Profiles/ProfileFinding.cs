using Adit.Protocols;

namespace Adit.Client.Profiles;

/// <summary>Something about a profile that a person should know.</summary>
/// <param name="Line">Where, counted from 1; 0 for the file as a whole.</param>
/// <param name="Failure">What.</param>
/// <param name="IsFatal">Whether the connection would fail for it, or be less safe than it looks; otherwise it is only said.</param>
public sealed record ProfileFinding(int Line, Failure Failure, bool IsFatal);

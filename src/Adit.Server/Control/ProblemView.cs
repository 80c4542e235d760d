namespace Adit.Server.Control;

/// <summary>Why a request was not carried out.</summary>
/// <param name="Code">A stable word for programs: <c>account-exists</c>.</param>
/// <param name="Cause">What stood in the way.</param>
/// <param name="NextStep">What the operator can do about it.</param>
public sealed record ProblemView(string Code, string Cause, string NextStep);

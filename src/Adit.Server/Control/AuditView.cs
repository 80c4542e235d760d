namespace Adit.Server.Control;

/// <summary>One thing that somebody changed, or was refused to.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Actor">Who, as the kernel vouched for them.</param>
/// <param name="Action">What: <c>account.add</c>.</param>
/// <param name="Subject">To what or whom.</param>
/// <param name="Detail">What else matters, such as <c>refused: ACC-104</c>; may be empty.</param>
public sealed record AuditView(DateTimeOffset AtUtc, string Actor, string Action, string Subject, string Detail);

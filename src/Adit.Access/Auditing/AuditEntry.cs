namespace Adit.Access.Auditing;

/// <summary>One thing that somebody changed. Never holds a secret.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Actor">Who, as the control socket knows them.</param>
/// <param name="Action">What, such as <c>account.add</c>.</param>
/// <param name="Subject">To what or whom.</param>
/// <param name="Detail">What else matters; may be empty.</param>
public sealed record AuditEntry(DateTimeOffset AtUtc, string Actor, string Action, string Subject, string Detail);

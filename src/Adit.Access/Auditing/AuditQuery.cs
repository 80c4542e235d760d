namespace Adit.Access.Auditing;

/// <summary>Which entries are wanted.</summary>
/// <param name="SinceUtc">Only from then on; null for all.</param>
/// <param name="Actor">Only those of this actor; null for all.</param>
/// <param name="Count">At most so many, at least 1.</param>
public sealed record AuditQuery(DateTimeOffset? SinceUtc, string? Actor, int Count);

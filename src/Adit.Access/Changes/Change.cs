namespace Adit.Access.Changes;

/// <summary>A change that others must see. Numbers only rise, so a reader asks for what follows the last one it saw.</summary>
/// <param name="Number">Greater than that of every earlier change.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Kind">What changed, such as <c>account</c>.</param>
/// <param name="Subject">Which one.</param>
public sealed record Change(long Number, DateTimeOffset AtUtc, string Kind, string Subject);

namespace Adit.Access.Denials;

/// <summary>What an administrator has denied, until it is allowed again.</summary>
/// <param name="Kind">What the subject is.</param>
/// <param name="Subject">The name or number in the one form in which it is stored and compared.</param>
/// <param name="AtUtc">Since when.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Reason">Why, in the administrator's words; may be empty.</param>
public sealed record Denial(DenialKind Kind, string Subject, DateTimeOffset AtUtc, string Actor, string Reason)
{
    /// <summary>Characters of a reason.</summary>
    public const int MaxReasonLength = 200;
}

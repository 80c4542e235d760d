namespace Adit.Server.Control;

/// <summary>Whom an administrator has denied.</summary>
/// <param name="Kind"><c>user</c>, <c>group</c> or <c>certificate</c>.</param>
/// <param name="Subject">The name of the user or group, or the certificate's SHA-256.</param>
/// <param name="AtUtc">Since when.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record DenialView(string Kind, string Subject, DateTimeOffset AtUtc, string Actor, string Reason);

/// <summary>Asks for somebody to be denied.</summary>
/// <param name="Kind"><c>user</c>, <c>group</c> or <c>certificate</c>.</param>
/// <param name="Subject">The name, or the certificate's SHA-256, or its serial number where our CA has issued it.</param>
/// <param name="Reason">Why, at most 200 characters; may be empty.</param>
/// <param name="Now">Whether their open sessions end, too.</param>
public sealed record DenialOrder(string Kind, string Subject, string Reason, bool Now);

/// <summary>What a denial has done.</summary>
/// <param name="Subject">Whom it denies, in the form in which it is kept.</param>
/// <param name="Ended">How many sessions have ended.</param>
public sealed record DeniedView(string Subject, int Ended);

namespace Adit.Server.Control;

/// <summary>What an operator can ask about revocation. Any thread may call.</summary>
public interface IRevocationControl
{
    /// <summary>Looks up whether certificates are revoked, by the server's settings, lists and books, as it does for who signs in.</summary>
    /// <exception cref="ControlException">The role is unknown, or there is no certificate.</exception>
    ValueTask<RevocationView> LookUpAsync(LookupOrder order, CancellationToken cancellationToken);

    /// <summary>Forgets every list and answer; says how many.</summary>
    ValueTask<FlushedView> FlushAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>What to look up.</summary>
/// <param name="Role">What the first certificate is used for: <c>eap-client</c> or <c>device</c>.</param>
/// <param name="Pem">The certificate, and those that issued it as far as they are not the server's own.</param>
public sealed record LookupOrder(string Role, string Pem);

/// <summary>How many lists and answers were forgotten.</summary>
/// <param name="Count">The number.</param>
public sealed record FlushedView(int Count);

/// <summary>What a look-up found.</summary>
/// <param name="Accepted">Whether the settings accept it.</param>
/// <param name="Failure">The code of the failure; null where it is accepted.</param>
/// <param name="Text">Its facts; null where it is accepted.</param>
/// <param name="Certificates">Each certificate that was looked up, the leaf first; none where the chain is not trusted.</param>
public sealed record RevocationView(bool Accepted, string? Failure, string? Text, IReadOnlyList<RevocationFindingView> Certificates);

/// <summary>What is known of one certificate.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="State">good, revoked, noInformation or offline.</param>
/// <param name="Source">Who told; null where nobody did.</param>
/// <param name="UntilUtc">Until when that holds; null where it is asked anew each time.</param>
/// <param name="RevokedUtc">Since when it is revoked; null where it is not known to be.</param>
/// <param name="Reason">Why it is revoked; null where it is not known to be.</param>
/// <param name="Problems">Places that did not tell, each with the reason.</param>
public sealed record RevocationFindingView(
    string Subject, string State, string? Source, DateTimeOffset? UntilUtc, DateTimeOffset? RevokedUtc, string? Reason, IReadOnlyList<string> Problems);

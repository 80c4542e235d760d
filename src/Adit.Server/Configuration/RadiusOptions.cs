using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Adit.Server.Configuration;

/// <summary>The authority's doors for other vendors' gateways (RFC 2865, RFC 2866).</summary>
public sealed record RadiusOptions
{
    /// <summary>Where UDP is answered for authentication; nowhere by default.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>Where UDP is answered for accounting; nowhere by default.</summary>
    public IReadOnlyList<IPEndPoint> Accounting { get; init; } = [];

    /// <summary>Where UDP is answered for Disconnect-Request and CoA-Request (RFC 5176); nowhere by default.</summary>
    public IReadOnlyList<IPEndPoint> DynamicAuthorization { get; init; } = [];

    /// <summary>Whether gateways may have users prove themselves by MS-CHAP, version 1. Whoever listens can guess such passwords at leisure.</summary>
    public bool AllowMsChapV1 { get; init; }

    /// <summary>Who may ask.</summary>
    public IReadOnlyList<RadiusClientSettings> Clients { get; init; } = [];

    /// <summary>Whom we ask.</summary>
    public IReadOnlyList<RadiusGroupSettings> Groups { get; init; } = [];

    /// <summary>The most that reports may take on disk while no server of a group takes them, in MiB for each group.</summary>
    [Range(1, 4096)]
    public int SpoolMegabytes { get; init; } = 64;
}

/// <summary>A gateway of another vendor's, or several that share a secret.</summary>
public sealed record RadiusClientSettings
{
    /// <summary>What we call it, unlike every other.</summary>
    public string Name { get; init; } = "";

    /// <summary>From where it asks.</summary>
    public IPNetwork Address { get; init; }

    /// <summary>Who made it, for the conditions of policies; empty where nobody needs to know.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>The absolute path of the file whose first line is the secret.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Whether it may end and change sessions (RFC 5176).</summary>
    public bool MayChangeSessions { get; init; }

    /// <summary>Whether what it wants to be changed needs an Event-Timestamp of these minutes, so that nothing old can be sent again.</summary>
    public bool RequireEventTimestamp { get; init; } = true;

    /// <summary>Whether its Access-Requests need a Message-Authenticator.</summary>
    public MessageAuthenticatorRule RequireMessageAuthenticator { get; init; }
}

/// <summary>Whether requests without Message-Authenticator are dropped (RFC 3579 §3.2).</summary>
public enum MessageAuthenticatorRule
{
    /// <summary>Always.</summary>
    Yes,

    /// <summary>From the first request on that has one: a client that can, always does.</summary>
    Auto,

    /// <summary>Never. Whoever can alter packets on the way can turn a refusal into an entry (CVE-2024-3596).</summary>
    No,
}

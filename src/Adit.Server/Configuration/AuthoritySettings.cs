using Adit.Certificates.Keys;

namespace Adit.Server.Configuration;

/// <summary>Our own CA.</summary>
public sealed record AuthoritySettings
{
    /// <summary>The kind of key that root and issuing CA get when they are made, at the first start; later it changes nothing.</summary>
    public KeyAlgorithm Key { get; init; } = KeyAlgorithm.P256;

    /// <summary>Which certificates tell where the list of the revoked is to be had.</summary>
    public PublishMode Publish { get; init; }
}

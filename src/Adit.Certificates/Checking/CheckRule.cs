namespace Adit.Certificates.Checking;

/// <summary>The rules that a certificate is held to, in the order in which they are shown.</summary>
public enum CheckRule
{
    /// <summary>It can be read, and leads to a trusted root by way of the certificates that are there.</summary>
    Chain,

    /// <summary>It has begun and not ended, nor has any above it.</summary>
    Dates,

    /// <summary>Keys and signatures are strong enough.</summary>
    Strength,

    /// <summary>It may be used for its role.</summary>
    Purpose,

    /// <summary>It bears the names that are dialled.</summary>
    Name,

    /// <summary>Its private key is there and belongs to it.</summary>
    Key,

    /// <summary>Clients can find out whether it is revoked.</summary>
    Revocation,

    /// <summary>It is the one that the server shows.</summary>
    Binding,

    /// <summary>It says which account it belongs to.</summary>
    Mapping,
}

/// <summary>How a rule stands.</summary>
public enum CheckState
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It holds for now, or for some clients only.</summary>
    Warns,

    /// <summary>It is broken: clients refuse the certificate, or it cannot be used.</summary>
    Breaks,
}

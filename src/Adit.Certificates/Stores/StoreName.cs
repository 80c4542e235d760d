namespace Adit.Certificates.Stores;

/// <summary>The stores of certificates, named as Windows' administrators know them.</summary>
public enum StoreName
{
    /// <summary>Our own certificates, each with its key: what a listener can serve.</summary>
    Machine,

    /// <summary>Trusted root authorities beside our own CA.</summary>
    Roots,

    /// <summary>Intermediate authorities: they complete chains and are not trusted by themselves.</summary>
    Intermediates,

    /// <summary>The authorities whose client certificates may be used to log on (NTAuth).</summary>
    NtAuth,

    /// <summary>What is never accepted, whoever has issued it.</summary>
    Untrusted,
}

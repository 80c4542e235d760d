namespace Adit.Certificates.Issuing;

/// <summary>Why a new server certificate was issued.</summary>
public enum ReissueReason
{
    /// <summary>There was none, or its key was missing.</summary>
    Missing,

    /// <summary>The files could not be read, or did not belong together.</summary>
    Damaged,

    /// <summary>It was issued by another CA.</summary>
    AuthorityChanged,

    /// <summary>It was issued for other names.</summary>
    NamesChanged,

    /// <summary>The revocation list has come to be published elsewhere, or no longer.</summary>
    AddressesChanged,

    /// <summary>Less than a third of its life was left, or its life had not begun by our clock.</summary>
    Outdated,
}

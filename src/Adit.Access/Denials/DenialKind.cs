namespace Adit.Access.Denials;

/// <summary>What can be denied.</summary>
public enum DenialKind
{
    /// <summary>An account, by its name.</summary>
    User = 0,

    /// <summary>Everybody in a group.</summary>
    Group = 1,

    /// <summary>A certificate, by the SHA-256 of its DER form.</summary>
    Certificate = 2,
}

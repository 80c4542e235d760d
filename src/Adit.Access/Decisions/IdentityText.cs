namespace Adit.Access.Decisions;

/// <summary>How names are read that are not told to be of a character set: EAP's are UTF-8, those of PAP, CHAP and MS-CHAP 8-bit text.</summary>
public enum IdentityText
{
    /// <summary>As UTF-8 where they are that, else in the code page.</summary>
    Auto,

    /// <summary>As UTF-8; what is none is no name.</summary>
    Utf8,

    /// <summary>In the code page, whatever they are.</summary>
    CodePage,
}

/// <summary>What becomes of the realm of <c>user@realm</c>.</summary>
public enum RealmRule
{
    /// <summary>It belongs to the account's name.</summary>
    Keep,

    /// <summary>It is left out: <c>anna@example.com</c> is <c>anna</c>.</summary>
    Strip,
}

namespace Adit.Protocols.Ppp;

/// <summary>The codes of CHAP (RFC 1994 §4), and what Microsoft added.</summary>
internal enum ChapCode : byte
{
    Challenge = 1,
    Response = 2,
    Success = 3,
    Failure = 4,

    /// <summary>MS-CHAPv2 alone (RFC 2759 §7).</summary>
    ChangePassword = 7,
}

namespace Adit.Protocols.Ppp;

/// <summary>The codes of CHAP (RFC 1994 §4).</summary>
internal enum ChapCode : byte
{
    Challenge = 1,
    Response = 2,
    Success = 3,
    Failure = 4,
}

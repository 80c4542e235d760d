namespace Adit.Protocols.Ppp;

/// <summary>The codes of PAP (RFC 1334 §2.2).</summary>
internal enum PapCode : byte
{
    AuthenticateRequest = 1,
    AuthenticateAck = 2,
    AuthenticateNak = 3,
}

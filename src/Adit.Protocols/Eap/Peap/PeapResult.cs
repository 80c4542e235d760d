namespace Adit.Protocols.Eap.Peap;

/// <summary>How PEAP ended, as each side tells the other inside of the tunnel ([MS-PEAP] 2.2.8.1.2).</summary>
internal enum PeapResult : ushort
{
    None = 0,
    Success = 1,
    Failure = 2,
}

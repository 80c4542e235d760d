namespace Adit.Protocols.Eap.Peap;

/// <summary>The TLVs of the EAP TLV Extensions Method that are ours to read ([MS-PEAP] 2.2.4).</summary>
internal enum PeapTlvType : ushort
{
    None = 0,
    Result = 3,
    CryptoBinding = 12,
}

namespace Adit.Protocols.Eap;

/// <summary>What a packet of EAP-MSCHAPv2 is (draft-kamath-pppext-eap-mschapv2 §2).</summary>
internal enum MsChapV2OpCode : byte
{
    None = 0,
    Challenge = 1,
    Response = 2,
    Success = 3,
    Failure = 4,
    ChangePassword = 7,
}

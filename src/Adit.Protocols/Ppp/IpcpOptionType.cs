namespace Adit.Protocols.Ppp;

/// <summary>
/// The IPCP options we know (RFC 1332 §3.3, RFC 1877 §1). Each holds one address; every other one is rejected, Van Jacobson's too.
/// </summary>
internal enum IpcpOptionType : byte
{
    IpAddress = 3,
    PrimaryDns = 129,
    PrimaryNbns = 130,
    SecondaryDns = 131,
    SecondaryNbns = 132,
}

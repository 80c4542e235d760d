using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>
/// The question whether a Call Connected message carries the right compound MAC ([MS-SSTP] §3.3.5.2.3). Nonce, hash and certificate
/// have been compared already; only the MAC needs the secret.
/// </summary>
/// <param name="Message">The 112 bytes of the Call Connected message as received.</param>
/// <param name="Keys">The keys that authentication made.</param>
public sealed record CryptoBindingCheck(ReadOnlyMemory<byte> Message, SessionKeys Keys);

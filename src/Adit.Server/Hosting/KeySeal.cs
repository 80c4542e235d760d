using Adit.Access.Sealing;
using Adit.Certificates;

namespace Adit.Server.Hosting;

/// <summary>Seals private keys with the key that seals the passwords, too.</summary>
internal sealed class KeySeal(SecretSealer sealer) : IKeySeal
{
    private const string Purpose = "private-key";

    public byte[] Seal(string subject, ReadOnlySpan<byte> key) => sealer.Seal(Purpose, subject, key);

    public bool TryOpen(string subject, ReadOnlySpan<byte> sealedKey, out byte[] key) => sealer.TryOpen(Purpose, subject, sealedKey, out key);
}

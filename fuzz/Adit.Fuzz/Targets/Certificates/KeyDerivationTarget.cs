using Adit.Certificates.Stores;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>The look at an encrypted key before its password is tried: it tells a number of iterations or nothing, and never throws.</summary>
internal sealed class KeyDerivationTarget : IFuzzTarget
{
    private static readonly byte[] Pbes2 = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D];
    private static readonly byte[] Pbkdf2 = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C];
    private static readonly byte[] Pbes1 = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x03];

    public string Name => "cert-key-derivation";

    public IEnumerable<byte[]> Seeds => [Repair([1, 2, 3, 4, 5, 6, 7]), Repair([2, 2, 3, 4, 5, 6, 7, 8, 9])];

    /// <summary>Any salt and any number, in a form that is right.</summary>
    public byte[] Repair(byte[] input)
    {
        byte[] salt = [.. input.Take(16)];
        byte[] parameters = Value(0x30, [.. Value(0x04, salt), 0x02, 0x03, 0x00, .. input.Append((byte)1).Append((byte)0).Take(2)]);
        parameters[^2] |= 0x80; // so that the number has no byte too many
        byte[] algorithm = input.Length % 2 == 0 ? [.. Pbes1, .. parameters] : [.. Pbes2, .. Value(0x30, Value(0x30, [.. Pbkdf2, .. parameters]))];
        return Value(0x30, Value(0x30, algorithm));
    }

    public bool Run(ReadOnlyMemory<byte> input) => KeyDerivation.TryReadIterations(input, out _);

    private static byte[] Value(byte tag, byte[] content) => [tag, (byte)content.Length, .. content];
}

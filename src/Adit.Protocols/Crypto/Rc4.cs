namespace Adit.Protocols.Crypto;

/// <summary>
/// RC4 (as RFC 6229 describes its output). Legacy: broken as a cipher, and here for one reason only, that a new password travels under it
/// (RFC 2759 §8.10). .NET does not have it.
/// </summary>
internal static class Rc4
{
    private const int StateLength = 256;

    /// <summary>Encrypts or decrypts in place, from the key stream's beginning.</summary>
    /// <param name="key">1 to 256 bytes.</param>
    /// <param name="text">Of any length.</param>
    public static void Transform(ReadOnlySpan<byte> key, Span<byte> text)
    {
        Span<byte> state = stackalloc byte[StateLength];
        Schedule(key, state);
        byte i = 0, j = 0;
        foreach (ref var value in text)
        {
            j += state[++i];
            (state[i], state[j]) = (state[j], state[i]);
            value ^= state[(byte)(state[i] + state[j])];
        }

        state.Clear();
    }

    private static void Schedule(ReadOnlySpan<byte> key, Span<byte> state)
    {
        for (var i = 0; i < StateLength; i++)
            state[i] = (byte)i;

        byte j = 0;
        for (var i = 0; i < StateLength; i++)
        {
            j += (byte)(state[i] + key[i % key.Length]);
            (state[i], state[j]) = (state[j], state[i]);
        }
    }
}

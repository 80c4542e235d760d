using System.Security.Cryptography;
using Adit.Protocols;

namespace Adit.Transport;

/// <summary>Randomness of the operating system, fit for keys and nonces.</summary>
public sealed class SystemRandom : IRandomSource
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}

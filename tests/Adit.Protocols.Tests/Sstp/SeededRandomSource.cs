namespace Adit.Protocols.Tests.Sstp;

/// <summary>Randomness that a test can have again.</summary>
internal sealed class SeededRandomSource(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}

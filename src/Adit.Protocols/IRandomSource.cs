namespace Adit.Protocols;

/// <summary>Where a core gets its randomness: the operating system, a seed in tests, a recording in a replay.</summary>
public interface IRandomSource
{
    /// <summary>Fills all of <paramref name="destination"/>.</summary>
    void Fill(Span<byte> destination);
}

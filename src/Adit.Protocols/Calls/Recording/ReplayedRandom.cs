namespace Adit.Protocols.Calls.Recording;

/// <summary>Gives what was drawn when the call was recorded; zeros where that is another length, or all has been given.</summary>
internal sealed class ReplayedRandom(IReadOnlyList<byte[]> drawn) : IRandomSource
{
    private int _given;
    private bool _isOther;

    public void Fill(Span<byte> destination)
    {
        destination.Clear();
        _isOther |= _given >= drawn.Count || drawn[_given].Length != destination.Length;
        if (!_isOther)
            drawn[_given].CopyTo(destination);
        _given++;
    }

    /// <summary>A call that draws otherwise is not the one that was recorded, even where it says the same.</summary>
    public ReplayDifference? FindDifference() =>
        _isOther ? new ReplayDifference(Line: null, $"{drawn.Count} random numbers were drawn", "others") : null;
}

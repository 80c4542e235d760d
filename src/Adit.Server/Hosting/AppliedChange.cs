namespace Adit.Server.Hosting;

/// <summary>A change that was made while it was prepared: applying it only keeps it.</summary>
/// <param name="takeBack">Called where the reload comes to nothing.</param>
internal sealed class AppliedChange(Action takeBack) : IPreparedChange
{
    private bool _isKept;

    public ValueTask ApplyAsync()
    {
        _isKept = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (!_isKept)
            takeBack();
        return ValueTask.CompletedTask;
    }
}

namespace Adit.Diagnosis.Scenarios;

/// <summary>A code that a Windows client shows in a scenario.</summary>
/// <param name="Code">The number.</param>
/// <param name="IsProposed">True where no document names this code for this case, and we concluded it from the code's meaning.</param>
public readonly record struct ShownCode(WindowsCode Code, bool IsProposed)
{
    /// <summary>The number and symbol, and a star where it is a proposal.</summary>
    public override string ToString() => IsProposed ? $"{Code}*" : Code.ToString();
}

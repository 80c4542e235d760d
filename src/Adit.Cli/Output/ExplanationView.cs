using Adit.Diagnosis;

namespace Adit.Cli.Output;

/// <summary>What is known of a code, ours or Windows'.</summary>
/// <param name="Code">The code as its catalogue entry has it.</param>
/// <param name="Title">What happened; null where only Windows' symbol is known.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Windows">The Windows code.</param>
/// <param name="WindowsSource">How far the Windows code may be relied on.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Evidence">What tells it from its neighbours.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="ShownFor">Our own failures that a Windows client shows as this code.</param>
internal sealed record ExplanationView(
    string Code,
    string? Title,
    FailureSide? Side,
    WindowsCodeView? Windows,
    WindowsCodeSource? WindowsSource,
    string? Cause,
    string? Evidence,
    IReadOnlyList<string> Remedy,
    IReadOnlyList<ShownFailure> ShownFor)
{
    /// <summary>What the catalogue says of one of our codes; null where it has no entry.</summary>
    public static ExplanationView? OfFailure(string code) => FailureCatalogue.Find(code) is { } entry && FailureCatalogue.IsOurs(entry)
        ? Of(entry, [])
        : null;

    /// <summary>What is known of a Windows code; null where neither the table nor the catalogue has it.</summary>
    public static ExplanationView? OfWindows(WindowsCode code)
    {
        ShownFailure[] shown = [.. FailureCatalogue.FindShownAs(code).Select(failure => new ShownFailure(failure.Code, failure.Title))];
        if (FailureCatalogue.Find(code) is { } entry)
            return Of(entry, shown) with { Windows = WindowsCodeView.Of(code) };

        return code.Symbol is null && shown.Length == 0
            ? null
            : new ExplanationView(code.ToString(), null, null, WindowsCodeView.Of(code), null, null, null, [], shown);
    }

    private static ExplanationView Of(FailureEntry entry, IReadOnlyList<ShownFailure> shown) => new(
        entry.Code, entry.Title, entry.Side, WindowsCodeView.Of(entry.Windows), entry.WindowsSource, entry.Cause, entry.Evidence, entry.Remedy, shown);
}

/// <summary>One of our failures, by code and title.</summary>
internal sealed record ShownFailure(string Code, string Title);

/// <summary>A Windows code in every notation.</summary>
internal sealed record WindowsCodeView(string? Symbol, int Decimal, uint Unsigned, string Hex)
{
    public static WindowsCodeView? Of(WindowsCode? code) =>
        code is { } known ? new WindowsCodeView(known.Symbol, known.Value, unchecked((uint)known.Value), known.Hex) : null;
}

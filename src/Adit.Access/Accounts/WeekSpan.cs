using System.Runtime.InteropServices;

namespace Adit.Access.Accounts;

/// <summary>Minutes of a week that begins on Monday at midnight.</summary>
/// <param name="Start">The first one.</param>
/// <param name="End">The one behind the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WeekSpan(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>The same minutes in order, none twice and no two spans side by side.</summary>
    public static IReadOnlyList<WeekSpan> Join(IEnumerable<WeekSpan> spans)
    {
        var joined = new List<WeekSpan>();
        foreach (var span in spans.OrderBy(span => span.Start))
            if (joined.Count > 0 && span.Start <= joined[^1].End)
                joined[^1] = joined[^1] with { End = Math.Max(joined[^1].End, span.End) };
            else
                joined.Add(span);
        return joined;
    }
}

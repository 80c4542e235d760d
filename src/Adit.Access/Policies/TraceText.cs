using System.Text;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>
/// A decision as lines of text, short enough to come with the answer: a line for each policy that was looked at, and before them the ones
/// that decided and what was remarked. Where there is no room for all, those in the middle go.
/// </summary>
public static class TraceText
{
    /// <summary>What stands for those that are missing.</summary>
    public const string Ellipsis = "…";

    private const int MaxLine = 200;

    private static volatile Written? _last;

    /// <summary>The lines. One decision after another is made alike: the last text is kept, and given again.</summary>
    public static string Write(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (_last is { } last && last.Decision.IsTracedAs(decision))
            return last.Text;

        var text = WriteAnew(decision);
        _last = new Written(decision, text);
        return text;
    }

    private static string WriteAnew(Decision decision)
    {
        var lines = new List<string>
        {
            $"connection={decision.ConnectionPolicy ?? "none"}",
            $"network={decision.NetworkPolicy ?? (decision.RemoteGroup is { } group ? $"decided by {group}" : "none")}",
        };
        lines.AddRange(decision.Remarks.Select(remark => $"{remark.Key}={remark.Value}"));
        foreach (var policy in decision.Trace)
            lines.Add(Line(policy));
        var text = string.Join('\n', lines);
        return Encoding.UTF8.GetByteCount(text) <= AccessReply.MaxTraceLength ? text : Shorten(lines);
    }

    private static string Shorten(List<string> lines)
    {
        while (Length(lines) > AccessReply.MaxTraceLength && lines.Count > 4)
        {
            lines.RemoveAt(lines.Count - 2);
            lines[^2] = lines.Count > 4 ? Ellipsis : lines[^2];
        }

        return Cut(string.Join('\n', lines));
    }

    /// <summary>One policy: <c>network Staff: no; groups=sales, wants engineering</c>.</summary>
    public static string Line(PolicyTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var line = $"{(trace.Kind is PolicyKind.Connection ? "connection" : "network")} {trace.Policy}: {(trace.Matches ? "yes" : "no")}"
            + TextOf(trace.Conditions) + TextOf(trace.Constraints);
        return line.Length <= MaxLine && !line.AsSpan().ContainsAnyExceptInRange(' ', '~') ? line : Clean(line);
    }

    private static string TextOf(IReadOnlyList<ConditionTrace> conditions) => conditions switch
    {
        [] => "",
        [var one] => TextOf(one),
        _ => string.Concat(conditions.Select(TextOf)),
    };

    private static string TextOf(ConditionTrace one) => one.Holds ? $"; {one.Name}={one.Seen}" : $"; {one.Name}={one.Seen}, wants {one.Wanted}";

    private static string Clean(string line) =>
        string.Create(Math.Min(line.Length, MaxLine), line, static (text, line) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = char.IsControl(line[i]) || char.IsSurrogate(line[i]) ? '.' : line[i];
        });

    private static int Length(IEnumerable<string> lines) => lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1);

    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > AccessReply.MaxTraceLength)
            text = text[..^1];
        return text;
    }

    private sealed record Written(Decision Decision, string Text);
}

using System.Globalization;
using System.Text;

namespace Adit.Server.Monitoring;

/// <summary>Writes Prometheus' text format, version 0.0.4: a family's help and type, then its samples.</summary>
internal sealed class Exposition
{
    /// <summary>What an HTTP answer calls the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _family = "";

    /// <summary>Begins a family whose samples follow.</summary>
    public Exposition Family(string name, string type, string help)
    {
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>A family of one sample.</summary>
    public Exposition Single(string name, string type, string help, double value) => Family(name, type, help).Sample(value);

    /// <summary>A sample of the family begun last.</summary>
    public Exposition Sample(double value, params (string Name, string Value)[] labels) => Write("", value, labels);

    /// <summary>A histogram's samples.</summary>
    public Exposition Sample(Histogram histogram, params (string Name, string Value)[] labels)
    {
        var (cumulative, sum) = histogram.Read();
        for (var bucket = 0; bucket < cumulative.Count; bucket++)
            Write("_bucket", cumulative[bucket], [.. labels, ("le", bucket < Histogram.Bounds.Count ? TextOf(Histogram.Bounds[bucket]) : "+Inf")]);
        Write("_sum", sum, labels);
        return Write("_count", cumulative[^1], labels);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private Exposition Write(string suffix, double value, (string Name, string Value)[] labels)
    {
        _text.Append(_family).Append(suffix);
        if (labels.Length > 0)
            _text.Append('{').AppendJoin(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\"")).Append('}');
        _text.Append(' ').Append(TextOf(value)).Append('\n');
        return this;
    }

    private static string TextOf(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) => value
        .Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

namespace Adit.Cli.Output;

/// <summary>Names and values, one below the other, the values aligned.</summary>
internal sealed class Properties
{
    private readonly List<(string Name, string Value)> _lines = [];

    /// <summary>Adds a line; null stands for what is not known and is left out.</summary>
    public Properties Add(string name, string? value)
    {
        if (value is not null)
            _lines.Add((name, Printable.Clean(value)));

        return this;
    }

    /// <summary>Adds several.</summary>
    public Properties AddEach(IEnumerable<(string Name, string Value)> lines) =>
        lines.Aggregate(this, (all, line) => all.Add(Printable.Clean(line.Name), line.Value));

    public void WriteTo(TextWriter output, string indent = "")
    {
        var width = _lines.Count == 0 ? 0 : _lines.Max(line => line.Name.Length);
        foreach (var (name, value) in _lines)
            output.WriteLine($"{indent}{name.PadRight(width)}  {value}");
    }
}

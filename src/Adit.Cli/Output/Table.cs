using Spectre.Console;

namespace Adit.Cli.Output;

/// <summary>Rows under headings: framed at a terminal wide enough, plain aligned columns elsewhere.</summary>
internal sealed class Table(params string[] headings)
{
    private const string Gap = "  ";

    /// <summary>A blank on either side and a line.</summary>
    private const int FramePerColumn = 3;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; null stands for what is not known.</summary>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(cell => Printable.Clean(cell is { Length: > 0 } ? cell : "-"))]);

    /// <summary>A frame is drawn only where everything fits: cells broken over lines help nobody.</summary>
    public void WriteTo(Terminal terminal)
    {
        var console = terminal.IsOutputForEyes
            ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Output) })
            : null;
        if (console?.Profile.Width >= FramedWidth())
            WriteFramed(console);
        else
            WritePlain(terminal.Output);
    }

    private int FramedWidth() => Widths().Sum(width => width + FramePerColumn) + 1;

    private int[] Widths() => [.. headings.Select((heading, column) => Math.Max(heading.Length, _rows.Max(row => (int?)row[column].Length) ?? 0))];

    private void WriteFramed(IAnsiConsole console)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded);
        table.AddColumns([.. headings.Select(heading => new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))))]);
        foreach (var row in _rows)
            table.AddRow(row.Select(cell => new Text(cell)));

        console.Write(table);
    }

    private void WritePlain(TextWriter output)
    {
        var widths = Widths();
        foreach (var line in (string[][])[headings, .. _rows])
            output.WriteLine(string.Join(Gap, line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}

namespace Adit.Access.Accounts.Files;

/// <summary>
/// Reads a file in the manner of FreeRADIUS' <c>users</c>: an entry begins in the first column with a name and what is checked; lines that
/// begin with white space hold what is replied; <c>#</c> begins a comment. Every line that has a fault is told of.
/// </summary>
internal sealed class UsersFileParser
{
    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const int MaxEntries = 100_000;
    private const int MaxLineLength = 4096;
    private const int MaxItems = 64;

    /// <summary>So many are told; whoever has mended those finds the rest.</summary>
    public const int MaxFaults = 100;

    private readonly List<UsersEntry> _entries = [];
    private readonly List<UsersFileFault> _faults = [];
    private bool _expectsReply;
    private bool _isLost; // a fault before leaves unsaid to what the next line belongs

    private UsersFileParser()
    {
    }

    /// <summary>What the file has, as far as it can be read; false where it has a fault.</summary>
    public static bool TryParse(string text, out IReadOnlyList<UsersEntry> entries, out IReadOnlyList<UsersFileFault> faults)
    {
        var parser = new UsersFileParser();
        parser.Parse(text);
        (entries, faults) = (parser._entries, parser._faults);
        return faults.Count == 0;
    }

    private void Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            Fail(1, 1, $"the file has more than {MaxLength} characters");
            return;
        }

        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.Length > MaxLineLength)
                Fail(number, 1, $"the line has more than {MaxLineLength} characters");
            else if (!line.IsWhiteSpace() && line.TrimStart()[0] != '#')
                Take(new UsersLine(line.ToString(), number));
            if (_faults.Count >= MaxFaults)
                return;
        }

        if (_expectsReply && !_isLost)
            Fail(number, 1, "the file ends behind a comma");
    }

    private void Take(UsersLine line)
    {
        if (line.IsIndented)
            TakeReplies(line);
        else
            TakeEntry(line);
        if (line.Fault is { } fault)
            Fail(fault.Line, fault.Column, fault.Problem);
    }

    private void Fail(int line, int column, string problem)
    {
        _faults.Add(new UsersFileFault(line, column, problem));
        _isLost = true;
    }

    private void TakeEntry(UsersLine line)
    {
        if (_expectsReply && !_isLost)
            Fail(line.Number, 1, "the line before ends with a comma, so this one is to begin with white space");
        if (_entries.Count == MaxEntries)
        {
            Fail(line.Number, 1, $"there are more than {MaxEntries} entries");
            return;
        }

        (_expectsReply, _isLost) = (false, false);
        if (line.ReadName() is { } name)
            _entries.Add(new UsersEntry(name, line.ReadItems(MaxItems, out _), [], line.Number));
    }

    private void TakeReplies(UsersLine line)
    {
        if (!_isLost && (_entries.Count == 0 || (_entries[^1].Replies.Count > 0 && !_expectsReply)))
            Fail(line.Number, line.Column, "this belongs to no entry: does the line before lack its comma?");
        if (_isLost)
        {
            line.ReadItems(MaxItems, out _expectsReply);
            return;
        }

        var replies = _entries[^1].Replies;
        replies.AddRange(line.ReadItems(MaxItems - replies.Count, out _expectsReply));
    }
}

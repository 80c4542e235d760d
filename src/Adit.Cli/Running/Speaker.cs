using Adit.Cli.Output;

namespace Adit.Cli.Running;

/// <summary>Says lines for as long as somebody is there: a terminal that was closed must not keep anything from ending in order.</summary>
internal sealed class Speaker(TextWriter output)
{
    private bool _isAlone;

    public void Say(string line)
    {
        if (_isAlone)
            return;

        try
        {
            output.WriteLine(Printable.Clean(line)); // failures have facts that a server wrote
            output.Flush();
        }
        catch (IOException)
        {
            _isAlone = true;
        }
    }
}

namespace Adit.Cli.Certificates;

/// <summary>A file for its owner alone that is not there yet; gone again where nothing was written.</summary>
internal sealed class NewFile : IDisposable
{
    private readonly FileStream _stream;
    private bool _isWritten;

    private NewFile(FileStream stream) => _stream = stream;

    public static NewFile Create(string path)
    {
        try
        {
            return new NewFile(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new CliException(ExitCode.Failed, exception.Message, "Nothing is overwritten: move that file away, or name another with --out.");
        }
    }

    public void Write(byte[] contents)
    {
        _stream.Write(contents);
        _stream.Flush(flushToDisk: true);
        _isWritten = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_isWritten)
            File.Delete(_stream.Name);
    }
}

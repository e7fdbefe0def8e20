using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Benchmarks.Workloads;

/// <summary>A project of many files, some of which declare a policy. It simulates typing in an editor that runs a generator.</summary>
internal sealed class EditedProject
{
    /// <summary>The number of files that declare a policy.</summary>
    public const int Policies = 50;

    private const int Files = 1_000;

    private static readonly CSharpParseOptions CSharp14 = new(LanguageVersion.CSharp14);

    /// <summary>Editors do not run implementation outputs.</summary>
    private static readonly GeneratorDriverOptions EditorOptions = new(IncrementalGeneratorOutputKind.Implementation);

    private readonly int _editedFile;
    private readonly string[] _endings;
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;
    private int _keystrokes;

    /// <summary>Creates the project and runs the generator once.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="editsPolicy">Whether the edited file declares a policy.</param>
    /// <param name="declares">Whether the edit declares a type. Otherwise it changes a comment.</param>
    public EditedProject(IIncrementalGenerator generator, bool editsPolicy, bool declares)
    {
        _editedFile = editsPolicy ? 0 : Files - 1;
        _endings = declares ? ["enum A { }", "enum Ab { }"] : ["//", "///"];
        _compilation = CSharpCompilation.Create(
            "Game",
            [.. Enumerable.Range(0, Files).Select(file => CSharpSyntaxTree.ParseText(Text(file), CSharp14, $"File{file}.cs"))],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        _driver = CSharpGeneratorDriver
            .Create([generator.AsSourceGenerator()], parseOptions: CSharp14, driverOptions: EditorOptions)
            .RunGenerators(_compilation);
    }

    /// <summary>The generated sources, by file name.</summary>
    public IReadOnlyDictionary<string, string> Generated =>
        _driver
            .GetRunResult()
            .Results.Single()
            .GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Adds or removes one character at the end of the edited file.</summary>
    public CSharpCompilation TypeCharacter()
    {
        SyntaxTree old = _compilation.SyntaxTrees[_editedFile];
        SourceText text = SourceText.From(Text(_editedFile) + _endings[_keystrokes++ % _endings.Length]);
        return _compilation = _compilation.ReplaceSyntaxTree(old, old.WithChangedText(text));
    }

    /// <summary>Runs the generator on the edited compilation.</summary>
    public void Generate(CSharpCompilation typed) => _driver = _driver.RunGenerators(typed);

    private static string Text(int file) => file < Policies ? Policy(file) : $$"""
        namespace Game.Plain;

        public sealed class Plain{{file}}
        {
            private readonly int _number = {{file}};

            public int Sum(int other)
            {
                int sum = _number + other;
                return sum * 2;
            }
        }

        """;

    private static string Policy(int number) => $$"""
        using Masking;

        namespace Game.Policies{{number}};

        public enum Order { Hold, Move, Gather, Attack }

        public enum Direction { North, East, South, West }

        [MaskedPolicy]
        public sealed partial class Policy{{number}}
        {
            [Observation(12)] public partial MlpEncoder Globals { get; }
            [EntityMask(features: 9)] public partial AttentionEncoder Units { get; }
            [Core(128)] public partial MlpCore Core { get; }
            [ActionMask] public partial Head<Order> Command { get; }
            [ActionMask, ActiveWhen(nameof(Command), Order.Move)] public partial Head<Direction> Heading { get; }
            [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)] public partial PointerHead Target { get; }
            [ActionMask(Each = nameof(Units))] public partial Head<bool> Fire { get; }
            [Value] public partial ValueHead Value { get; }
        }

        """;
}

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
    private const int OrdinaryFile = Files - 2;
    private const int ProgramFile = Files - 1;

    private const string Program = """
        System.Console.WriteLine(1);
        System.Console.WriteLine(2);

        """;

    private static readonly CSharpParseOptions CSharp14 = new(LanguageVersion.CSharp14);

    /// <summary>Editors do not run implementation outputs.</summary>
    private static readonly GeneratorDriverOptions EditorOptions = new(IncrementalGeneratorOutputKind.Implementation);

    private readonly Keystroke _keystroke;
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;
    private int _keystrokes;

    /// <summary>Creates the project and runs the generator once.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="keystroke">What is typed.</param>
    public EditedProject(IIncrementalGenerator generator, Keystroke keystroke)
    {
        _keystroke = keystroke;
        _compilation = CSharpCompilation.Create(
            "Game",
            [.. Enumerable.Range(0, Files).Select(file => CSharpSyntaxTree.ParseText(Text(file), CSharp14, $"File{file}.cs"))],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
        );
        _driver = CSharpGeneratorDriver
            .Create([generator.AsSourceGenerator()], parseOptions: CSharp14, driverOptions: EditorOptions)
            .RunGenerators(_compilation);
    }

    /// <summary>What is typed, one after the other, in one place each.</summary>
    public static IReadOnlyList<Keystroke> Keystrokes { get; } =
    [
        new("in an ordinary file", OrdinaryFile, After: "", "//", "///"),
        new("in a policy's file", File: 0, After: "", "//", "///"),
        new("in a field initializer", OrdinaryFile, After: "_number = 1", "", "0"),
        new("in a top-level statement", ProgramFile, After: "WriteLine(1", "", "0"),
        new("that declares a type", OrdinaryFile, After: "", "enum A { }", "enum Ab { }"),
    ];

    /// <summary>The generated sources, by file name.</summary>
    public IReadOnlyDictionary<string, string> Generated =>
        _driver
            .GetRunResult()
            .Results.Single()
            .GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Adds or removes one character in the edited file.</summary>
    public CSharpCompilation TypeCharacter()
    {
        SyntaxTree old = _compilation.SyntaxTrees[_keystroke.File];
        string text = _keystroke.ApplyTo(Text(_keystroke.File), _keystrokes++);
        return _compilation = _compilation.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text)));
    }

    /// <summary>Runs the generator on the edited compilation.</summary>
    public void Generate(CSharpCompilation typed) => _driver = _driver.RunGenerators(typed);

    private static string Text(int file) => file switch
    {
        < Policies => Policy(file),
        ProgramFile => Program,
        _ => Plain(file),
    };

    private static string Plain(int number) => $$"""
        namespace Game.Plain;

        public sealed class Plain{{number}}
        {
            private readonly int _number = 1;

            public int Sum(int other)
            {
                int sum = _number + other + {{number}};
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

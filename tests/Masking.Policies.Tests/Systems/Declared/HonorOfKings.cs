namespace Masking.Policies.Tests.Systems;

public enum Button { None, Wait, Move, Attack, Skill1, Skill2, Skill3, Heal, SummonerSkill, Recall, Skill4, Equipment }

public enum Aim { None, EnemyHero, OwnHero, Soldier1, Soldier2, Soldier3, Soldier4, Tower }

/// <summary>
/// The labels of Ye et al. 2020, "Mastering Complex Control in MOBA Games with Deep Reinforcement Learning", of sizes 12, 16, 16, 16, 16
/// and 8. The button says which of the other labels it uses, a table of 12 by 6 there, and which targets are legal, a table of 12 by 8.
/// </summary>
[MaskedPolicy]
public sealed partial class HonorOfKings
{
    [Observation(60)]
    public partial MlpEncoder Hero { get; }

    [EntityMask(features: 25)]
    public partial DeepSetEncoder Units { get; }

    [Core(128)]
    public partial MlpCore Core { get; }

    [ActionMask]
    public partial Head<Button> Button { get; }

    [ActionMask(Choices = 16), ActiveWhen(nameof(Button), Systems.Button.Move)]
    public partial Head<int> MoveX { get; }

    [ActionMask(Choices = 16), ActiveWhen(nameof(Button), Systems.Button.Move)]
    public partial Head<int> MoveZ { get; }

    [ActionMask(Choices = 16)]
    [ActiveWhen(nameof(Button), Systems.Button.Skill1, Systems.Button.Skill2, Systems.Button.Skill3, Systems.Button.SummonerSkill,
        Systems.Button.Skill4, Systems.Button.Equipment)]
    public partial Head<int> SkillX { get; }

    [ActionMask(Choices = 16)]
    [ActiveWhen(nameof(Button), Systems.Button.Skill1, Systems.Button.Skill2, Systems.Button.Skill3, Systems.Button.SummonerSkill,
        Systems.Button.Skill4, Systems.Button.Equipment)]
    public partial Head<int> SkillZ { get; }

    [ActionMask, MaskPer(nameof(Button))]
    [ActiveWhen(nameof(Button), Systems.Button.Attack, Systems.Button.Skill1, Systems.Button.Skill2, Systems.Button.Skill3,
        Systems.Button.SummonerSkill, Systems.Button.Skill4)]
    public partial Head<Aim> Target { get; }

    [Value]
    public partial ValueHead Value { get; }
}

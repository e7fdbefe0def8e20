namespace Masking.Policies.Tests.Systems;

public enum GroupAct { Recall, Set, Append, SetAndSteal, AppendAndSteal }
public enum PointAct { Select, Toggle, SelectAllType, AddAllType }
public enum SelectedAct { Select, Deselect, SelectAllType, DeselectAllType }
public enum WorkerAct { Select, Add, SelectAll, AddAll }

/// <summary>
/// The functions of PySC2 and the arguments that each takes: Vinyals et al. 2017, "StarCraft II: A New Challenge for Reinforcement
/// Learning". Here, the screen and the minimap are smaller (published: 84 by 84 and 64 by 64).
/// </summary>
[MaskedPolicy]
public sealed partial class Pysc2
{
    [Observation(5, 6, 7)] public partial ConvEncoder ScreenFeatures { get; }
    [Observation(3, 4, 5)] public partial ConvEncoder MinimapFeatures { get; }
    [Core(64)] public partial MlpCore Core { get; }
    [ActionMask(Choices = 573)] public partial Head<int> Function { get; }
    [ActionMask(Over = nameof(ScreenFeatures))]
    [ActiveWhen(nameof(Function), 2, 3, 12, 14, 16, 18, 19, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
        58, 59, 60, 61, 64, 65, 67, 68, 69, 70, 72, 74, 76, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 93, 95, 97, 99, 100,
        101, 102, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 187, 188, 189, 190, 192, 193, 194, 195, 196, 198, 200, 203, 204, 205,
        206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 220, 222, 224, 227, 229, 230, 231, 232, 233, 239, 240, 241, 242,
        243, 245, 247, 264, 265, 266, 267, 268, 275, 276, 277, 278, 279, 280, 287, 288, 289, 290, 291, 292, 293, 305, 314, 315, 316, 331,
        333, 335, 337, 339, 341, 343, 345, 347, 349, 451, 505, 506, 507, 508, 509, 510, 516, 518, 520, 522, 524, 525, 526, 527, 528, 529,
        530, 532, 533, 548, 555, 561, 563, 565, 567)]
    public partial PointerHead Screen { get; }
    [ActionMask(Over = nameof(MinimapFeatures))]
    [ActiveWhen(nameof(Function), 1, 13, 15, 17, 20, 332, 334, 336, 338, 340, 342, 344, 346, 348, 350, 452, 517, 519, 521, 523, 542, 543,
        544, 545, 547, 549, 550, 551, 552, 553, 554, 556, 562, 564, 566, 568)]
    public partial PointerHead Minimap { get; }
    [ActionMask(Over = nameof(ScreenFeatures)), ActiveWhen(nameof(Function), 3)] public partial PointerHead Screen2 { get; }

    /// <summary>540 functions can be queued.</summary>
    [ActionMask]
    [ActiveUnless(nameof(Function), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 63, 118, 120, 123, 126, 129, 131, 133, 136, 139, 186, 199, 202,
        221, 223, 225, 246, 531, 534, 557, 560)]
    public partial Head<bool> Queued { get; }
    [ActionMask, ActiveWhen(nameof(Function), 4)] public partial Head<GroupAct> ControlGroupAct { get; }
    [ActionMask(Choices = 10), ActiveWhen(nameof(Function), 4)] public partial Head<int> ControlGroupId { get; }
    [ActionMask, ActiveWhen(nameof(Function), 2)] public partial Head<PointAct> SelectPointAct { get; }
    [ActionMask, ActiveWhen(nameof(Function), 3, 7, 8)] public partial Head<bool> SelectAdd { get; }
    [ActionMask, ActiveWhen(nameof(Function), 5)] public partial Head<SelectedAct> SelectUnitAct { get; }
    [ActionMask(Choices = 500), ActiveWhen(nameof(Function), 5)] public partial Head<int> SelectUnitId { get; }
    [ActionMask, ActiveWhen(nameof(Function), 6)] public partial Head<WorkerAct> SelectWorker { get; }
    [ActionMask(Choices = 10), ActiveWhen(nameof(Function), 11)] public partial Head<int> BuildQueueId { get; }
    [ActionMask(Choices = 500), ActiveWhen(nameof(Function), 10)] public partial Head<int> UnloadId { get; }
    [Value] public partial ValueHead Value { get; }
}
